"""The pages of consents: the customers' preference centre, verification, and the staff's."""
