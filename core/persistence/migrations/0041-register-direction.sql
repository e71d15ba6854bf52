-- What is fed back (a photovoltaic roof's surplus) is read and kept, and never charged as use.
ALTER TABLE register ADD direction text NOT NULL DEFAULT 'import' CHECK (direction IN ('import', 'export'));
