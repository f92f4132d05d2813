"""Commands that bring the demo company into an embedded installation."""
