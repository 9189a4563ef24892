"""What stands between the production server and Django: bodies, threads, static files."""
