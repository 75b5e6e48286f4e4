-- The open invoice that an entry of a bank statement pays is looked for by the account it came from.
ALTER TABLE relation ADD KEY relation_iban (iban);
