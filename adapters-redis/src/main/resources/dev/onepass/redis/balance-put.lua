-- Keeps balances, unless newer ones are kept. Of those read under another generation only the
-- version is kept, as a floor: they may be old news, but what is older still never counts again.
-- KEYS[1]   the generation, "number|run id"
-- KEYS[2..] an entry per balance, "generation|version|amount", the amount empty in a floor
-- ARGV[1]   the number of the generation that the balances were read under
-- ARGV[2..] for each balance: version, amount, seconds to live
-- Returns the number of the generation that is now; nil if there is none, then nothing is done.

local current = string.match(redis.call('GET', KEYS[1]) or '', '^(%d+)|%w+$')
if not current then
  return false
end

-- Compares as text: Lua's numbers lose digits beyond 2^53.
local function newer(version, other)
  if #version ~= #other then
    return #version > #other
  end
  return version > other
end

local fresh = ARGV[1] == current
for i = 2, #KEYS do
  local at = 3 * i - 4
  local version, amount, seconds = ARGV[at], ARGV[at + 1], ARGV[at + 2]
  local generation, kept = string.match(redis.call('GET', KEYS[i]) or '', '^(%d+)|(%d+)|')
  if generation ~= current then
    kept = nil
  end
  if fresh and not (kept and newer(kept, version)) then
    redis.call('SET', KEYS[i], current .. '|' .. version .. '|' .. amount, 'EX', seconds)
  elseif not fresh and not (kept and not newer(version, kept)) then
    redis.call('SET', KEYS[i], current .. '|' .. version .. '|', 'EX', seconds)
  end
end
return current
