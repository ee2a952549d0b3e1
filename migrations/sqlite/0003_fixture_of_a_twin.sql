-- What a twin was made from, and when, so that another fixture is noticed. NULL: made by an earlier version.
ALTER TABLE twins ADD COLUMN fixture_digest TEXT;  -- SHA-256 of the file, hexadecimal; NULL: one that came with the program
ALTER TABLE twins ADD COLUMN made_at INTEGER;      -- ms since the epoch
