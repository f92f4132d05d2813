"""The controller, departments, people and what each may do."""
