-- Counts a request of a caller, unless as many as there may be were counted within the window.
-- KEYS[1]  when the last ones were admitted: microseconds of this server's clock, oldest first
-- ARGV[1]  how many there may be
-- ARGV[2]  the window, in microseconds
-- Returns 0 if the request is admitted, else the microseconds until one can be again.

local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local requests, window = tonumber(ARGV[1]), tonumber(ARGV[2])

-- Of a clock that was set back, or the one of a primary that was ahead of this one: begin anew.
if tonumber(redis.call('LINDEX', KEYS[1], -1) or 0) > now then
  redis.call('DEL', KEYS[1])
end

local earliest = redis.call('LINDEX', KEYS[1], -requests)
if earliest and earliest + window > now then
  return earliest + window - now
end

-- One leaves for one that comes, so the list is never longer than there may be.
local oldest = redis.call('LINDEX', KEYS[1], 0)
if oldest and oldest + window <= now then
  redis.call('LPOP', KEYS[1])
end
redis.call('RPUSH', KEYS[1], string.format('%.0f', now))
redis.call('PEXPIRE', KEYS[1], math.ceil(window / 1000))
return 0
