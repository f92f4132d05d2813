"""A demo company: an invented German mail-order house in four silos, made from one seed."""
