-- From this version on an item that was given up has no owner, so that it can be told from one that
-- a node is trying again. Rows that an older version gives up later are tried again all the same.
UPDATE batch_items
  JOIN batches ON batches.id = batch_items.batch_id
   SET batch_items.owner = ''
 WHERE batches.finished_at IS NULL AND batch_items.state = 'UNRESOLVED';
