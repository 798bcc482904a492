"""What the plan promises: activities, who answers for them, and when."""
