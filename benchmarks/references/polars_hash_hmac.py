"""polars-hash: HMAC-SHA256 over a column of normalised text, turned from hexadecimal to binary."""

import sys

import polars as pl
import polars_hash as plh
from serve import serve

values = pl.read_ipc(sys.argv[1])
hashed = plh.col("value").chash.hmac_sha256(key="benchmark-key-of-32-bytes-long!!").str.decode("hex")

serve(lambda: values.select(hashed))
