-- A ledger command is booked by one call: its key is taken, its postings written, its purses moved, or nothing is kept.

-- Moves a purse's balance, above its floor; a house account keeps none and is only looked at. The floor is asked of
-- the row as it is once nobody else holds it. Refuses (BB002) what is not there, of another currency, or too little.
-- Answers whether it moved one.
CREATE FUNCTION move_balance(account bigint, change bigint, in_currency text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  found_currency text;
  is_purse boolean;
BEGIN
  UPDATE ledger_account SET balance_micros = balance_micros + change, version = version + 1
  WHERE id = account AND currency = in_currency AND balance_micros IS NOT NULL
    AND (change >= 0 OR floor_micros IS NULL OR balance_micros + change >= floor_micros);
  IF FOUND THEN RETURN true; END IF;

  SELECT currency, balance_micros IS NOT NULL INTO found_currency, is_purse FROM ledger_account WHERE id = account;
  IF NOT FOUND THEN PERFORM refuse('BB002', 'ledger-account-unknown'); END IF;
  IF found_currency <> in_currency THEN PERFORM refuse('BB002', 'currency-mismatch'); END IF;
  IF is_purse THEN PERFORM refuse('BB002', 'insufficient-funds'); END IF;
  RETURN false;
END $$;

-- Whether the key was free; whoever else is taking it is waited for.
CREATE FUNCTION take_command(command_key text, command_hash text, command_result jsonb) RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO ledger_command (key, body_hash, result) VALUES (command_key, command_hash, command_result)
  ON CONFLICT (key) DO NOTHING;
  RETURN FOUND;
END $$;

-- A command of one posting, as nearly all are. False: the key was taken before, and nothing was done. Purses are
-- locked last, for as short as can be, and in the order of their ids, so that no two wait for each other.
CREATE FUNCTION book_posting(command_key text, command_hash text, command_result jsonb, happened_at timestamptz,
  in_currency text, posting_id bigint, debit bigint, credit bigint, amount bigint, posting_kind text,
  of_kind text, of_id bigint, undoes bigint) RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE
  -- Assigned, since PERFORM would plan and run a query of its own.
  moved boolean;
BEGIN
  IF NOT take_command(command_key, command_hash, command_result) THEN RETURN false; END IF;
  INSERT INTO posting
    (id, at, debit_id, credit_id, amount_micros, currency, kind, reference_kind, reference_id, reverses_id)
  VALUES (posting_id, happened_at, debit, credit, amount, in_currency, posting_kind, of_kind, of_id, undoes);
  IF debit < credit THEN
    moved := move_balance(debit, -amount, in_currency);
    moved := move_balance(credit, amount, in_currency);
  ELSE
    moved := move_balance(credit, amount, in_currency);
    moved := move_balance(debit, -amount, in_currency);
  END IF;
  RETURN true;
END $$;

-- The same for any number of postings; accounts and changes are what they come to for each account.
CREATE FUNCTION book_postings(command_key text, command_hash text, command_result jsonb, happened_at timestamptz,
  in_currency text, accounts bigint[], changes bigint[], posting_ids bigint[], debits bigint[], credits bigint[],
  amounts bigint[], posting_kinds text[], of_kinds text[], of_ids bigint[], undoes bigint[]) RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
  IF NOT take_command(command_key, command_hash, command_result) THEN RETURN false; END IF;
  INSERT INTO posting
    (id, at, debit_id, credit_id, amount_micros, currency, kind, reference_kind, reference_id, reverses_id)
  SELECT p.id, happened_at, p.debit, p.credit, p.amount, in_currency, p.kind, p.of_kind, p.of_id, p.undoes
  FROM unnest(posting_ids, debits, credits, amounts, posting_kinds, of_kinds, of_ids, undoes)
    AS p (id, debit, credit, amount, kind, of_kind, of_id, undoes);
  PERFORM move_balance(account, change, in_currency)
  FROM (SELECT account, change FROM unnest(accounts, changes) AS c (account, change) ORDER BY account) AS sorted;
  RETURN true;
END $$;
