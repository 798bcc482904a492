"""Where help is: organizations, their services, and the channels that lead to them."""
