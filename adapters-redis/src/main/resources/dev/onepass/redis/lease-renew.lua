-- Starts the time of leases anew, of those still held by the holders named.
-- KEYS  the leases
-- ARGV  the holder of each; last, the milliseconds until they expire
-- Returns for each 1 if it was renewed, 0 if it was lost.

local renewed = {}
for i = 1, #KEYS do
  renewed[i] = 0
  if redis.call('GET', KEYS[i]) == ARGV[i] then
    renewed[i] = redis.call('PEXPIRE', KEYS[i], ARGV[#ARGV])
  end
end
return renewed
