-- due_at is when there is something to do for a batch, by this database's clock; NULL for never. A
-- node of the version before leaves it at its default, which is long past.
-- waiting_* say why a batch does not go on.
SET @add_due_at = (
  SELECT IF(COUNT(*) > 0, 'DO 0',
            'ALTER TABLE batches
               ADD COLUMN due_at DATETIME(3) NULL DEFAULT ''1970-01-01 00:00:00'',
               ADD COLUMN waiting_reason VARCHAR(300) NULL,
               ADD COLUMN waiting_since DATETIME(3) NULL,
               ADD COLUMN waiting_attempts INT NOT NULL DEFAULT 0,
               ADD KEY by_due (due_at, id)')
    FROM information_schema.columns
   WHERE table_schema = DATABASE() AND table_name = 'batches' AND column_name = 'due_at');
PREPARE add_due_at FROM @add_due_at;
EXECUTE add_due_at;
DEALLOCATE PREPARE add_due_at;

-- Of what was finished by the version before, nothing is to be asked for again.
UPDATE batches SET due_at = NULL WHERE finished_at IS NOT NULL;
