"""The service silo: a folder of tickets, call lists, surveys and a hand-kept Excel list of complaints."""
