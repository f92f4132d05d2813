"""Processing activities in their least form: what data are collected for, who receives them, how long they stay."""
