-- Every statement can be repeated: MySQL commits each DDL statement by itself, so a node that is
-- killed half way starts over here.

-- The table of the reference document. Where it exists already it is kept, with its balances.
CREATE TABLE IF NOT EXISTS user_balances (
  uid BIGINT NOT NULL PRIMARY KEY,
  amount DECIMAL(15,2) NOT NULL DEFAULT 0.00,
  created_at TIMESTAMP NULL DEFAULT CURRENT_TIMESTAMP,
  updated_at TIMESTAMP NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- MySQL knows no ADD COLUMN IF NOT EXISTS.
SET @add_version = (
  SELECT IF(COUNT(*) > 0, 'DO 0',
            'ALTER TABLE user_balances ADD COLUMN version BIGINT NOT NULL DEFAULT 0')
    FROM information_schema.columns
   WHERE table_schema = DATABASE() AND table_name = 'user_balances' AND column_name = 'version');
PREPARE add_version FROM @add_version;
EXECUTE add_version;
DEALLOCATE PREPARE add_version;

-- No number counted upwards: it would send all inserts to one node of a distributed database.
-- The two keys by version order an account's journal, and make a lost update a duplicate key.
CREATE TABLE IF NOT EXISTS transfers (
  credit_uid BIGINT NOT NULL,
  credit_version BIGINT NOT NULL,
  debit_uid BIGINT NOT NULL,
  debit_version BIGINT NULL,
  amount DECIMAL(15,2) NOT NULL,
  credit_after DECIMAL(15,2) NOT NULL,
  debit_after DECIMAL(15,2) NULL,
  kind VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  request_id VARCHAR(160) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  created_at DATETIME(3) NOT NULL,
  PRIMARY KEY (credit_uid, credit_version),
  UNIQUE KEY by_debit (debit_uid, debit_version),
  UNIQUE KEY by_request (request_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS refusals (
  request_id VARCHAR(160) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  debit_uid BIGINT NOT NULL,
  credit_uid BIGINT NOT NULL,
  amount DECIMAL(18,2) NOT NULL,
  reason VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  available DECIMAL(18,2) NOT NULL,
  created_at DATETIME(3) NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS audit_log (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  uid BIGINT NOT NULL,
  action VARCHAR(64) NOT NULL,
  detail TEXT NOT NULL,
  created_at DATETIME(3) NOT NULL,
  KEY by_account (uid, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS batches (
  id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  fingerprint VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  total BIGINT NOT NULL,
  accepted_at DATETIME(3) NOT NULL,
  begun_at DATETIME(3) NULL,
  finished_at DATETIME(3) NULL,
  KEY by_acceptance (accepted_at, id),
  KEY by_finish (finished_at, accepted_at, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- available_at is when the item may be claimed (again), by this database's clock; NULL for never.
CREATE TABLE IF NOT EXISTS batch_items (
  batch_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  uid BIGINT NOT NULL,
  state VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'OPEN',
  available_at DATETIME(3) NULL,
  fence BIGINT NOT NULL DEFAULT 0,
  owner VARCHAR(128) NOT NULL DEFAULT '',
  progress VARCHAR(2000) NOT NULL DEFAULT '',
  checkpoints INT NOT NULL DEFAULT 0,
  swept DECIMAL(18,2) NOT NULL DEFAULT 0.00,
  in_doubt DECIMAL(18,2) NOT NULL DEFAULT 0.00,
  calls BIGINT NOT NULL DEFAULT 0,
  attempts INT NOT NULL DEFAULT 0,
  note VARCHAR(200) NOT NULL DEFAULT '',
  PRIMARY KEY (batch_id, uid),
  KEY by_availability (batch_id, available_at, uid),
  KEY by_state (batch_id, state, uid)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- The uids of items that nobody has claimed yet, many to a row: a batch of a million is accepted in
-- one small transaction, and its items become rows of batch_items as they are claimed.
CREATE TABLE IF NOT EXISTS batch_backlog (
  batch_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  first_uid BIGINT NOT NULL,
  last_uid BIGINT NOT NULL,
  available_at DATETIME(3) NOT NULL,
  uids BLOB NOT NULL,
  PRIMARY KEY (batch_id, first_uid)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- The sums over a batch's items, spread over a few rows so that writers seldom meet. A single row
-- means nothing and may be negative; their sum is the batch.
CREATE TABLE IF NOT EXISTS batch_counters (
  batch_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  shard INT NOT NULL,
  items_open BIGINT NOT NULL DEFAULT 0,
  items_unresolved BIGINT NOT NULL DEFAULT 0,
  items_swept BIGINT NOT NULL DEFAULT 0,
  items_missing BIGINT NOT NULL DEFAULT 0,
  items_rejected BIGINT NOT NULL DEFAULT 0,
  swept DECIMAL(20,2) NOT NULL DEFAULT 0.00,
  in_doubt DECIMAL(20,2) NOT NULL DEFAULT 0.00,
  calls BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (batch_id, shard)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
