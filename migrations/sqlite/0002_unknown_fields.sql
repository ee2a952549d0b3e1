-- What the twin does with fields that its firmware does not have: ignore or refuse.
ALTER TABLE twins ADD COLUMN unknown_fields TEXT NOT NULL DEFAULT 'ignore';
