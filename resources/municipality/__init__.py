"""Who the municipality is: boards, units, target groups, mandate periods, contact persons."""
