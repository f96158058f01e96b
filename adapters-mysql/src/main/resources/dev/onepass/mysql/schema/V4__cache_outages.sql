-- One row, or none: how often servers said that they change balances behind the cache's back, and
-- until when they may, by this database's clock.
CREATE TABLE IF NOT EXISTS cache_outages (
  id INT NOT NULL,
  reports BIGINT NOT NULL,
  current_until DATETIME(6) NOT NULL,
  PRIMARY KEY (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
