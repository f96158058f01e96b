-- Takes the leases that nobody holds.
-- KEYS[1]   the last fencing token
-- KEYS[2..] the leases
-- ARGV      the holder of each; last, the milliseconds until they expire
-- Returns for each its fencing token, 0 if somebody holds it.

-- Tokens are counted from the clock, in microseconds, so that a forgotten counter goes on rising.
local time = redis.call('TIME')
local clock = time[1] * 1000000 + time[2]
local last = tonumber(redis.call('GET', KEYS[1]) or 0)

local tokens = {}
for i = 2, #KEYS do
  if redis.call('SET', KEYS[i], ARGV[i - 1], 'NX', 'PX', ARGV[#ARGV]) then
    last = math.max(last + 1, clock)
    tokens[i - 1] = last
  else
    tokens[i - 1] = 0
  end
end
redis.call('SET', KEYS[1], string.format('%.0f', last))
return tokens
