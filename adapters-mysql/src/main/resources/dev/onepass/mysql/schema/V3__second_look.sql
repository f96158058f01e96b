-- look_at is when the first of a finished batch's items may be claimed again, by this database's
-- clock: some of its payments are to be asked for once more. NULL if there are none.
SET @add_look_at = (
  SELECT IF(COUNT(*) > 0, 'DO 0',
            'ALTER TABLE batches ADD COLUMN look_at DATETIME(3) NULL, ADD KEY by_second_look (look_at, id)')
    FROM information_schema.columns
   WHERE table_schema = DATABASE() AND table_name = 'batches' AND column_name = 'look_at');
PREPARE add_look_at FROM @add_look_at;
EXECUTE add_look_at;
DEALLOCATE PREPARE add_look_at;
