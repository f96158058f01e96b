-- Deletes leases, those still held by the holders named: another holder's lease is not touched.
-- KEYS  the leases
-- ARGV  the holder of each
-- Returns for each 1 if it was given back, 0 if it had been lost.

local released = {}
for i = 1, #KEYS do
  released[i] = 0
  if redis.call('GET', KEYS[i]) == ARGV[i] then
    released[i] = redis.call('DEL', KEYS[i])
  end
end
return released
