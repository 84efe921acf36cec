-- How often people may be interrupted: JSON (ContactPolicy); null: our defaults.
ALTER TABLE workspace ADD COLUMN contact_policy TEXT
    CHECK (contact_policy IS NULL OR json_valid(contact_policy));
