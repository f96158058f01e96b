-- Counts a sign of life of a member, and tells the latest signs of all.
-- KEYS[1]  the members, a hash: each one's latest sign, "count|trusts|reports"
-- ARGV     the member, whether it trusts (1 or 0), the reports it knows of
-- Returns the members and their signs in turns.

local count = string.match(redis.call('HGET', KEYS[1], ARGV[1]) or '', '^(%d+)|') or 0
local sign = string.format('%d|%s|%s', count + 1, ARGV[2], ARGV[3])
redis.call('HSET', KEYS[1], ARGV[1], sign)
return redis.call('HGETALL', KEYS[1])
