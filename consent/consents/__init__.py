"""What people agreed to, refused, withdrew and objected to; provable, and asked at every read."""
