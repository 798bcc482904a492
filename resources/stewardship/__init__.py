"""Who looks after what: an owner unit and a day when it is to be looked at again."""
