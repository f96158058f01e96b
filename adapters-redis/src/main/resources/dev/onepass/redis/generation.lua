-- Begins a generation of the balance cache if there is none, or none of this run of the server:
-- a server that was restarted or promoted may remember less than it did.
-- KEYS[1]  the generation, "number|run id"
-- ARGV[1]  the number of the generation to begin
-- ARGV[2]  "renew" to begin it in any case
-- Returns the number of the generation that is now.

local run = string.match(redis.call('INFO', 'server'), 'run_id:(%w+)')
local number, number_run = string.match(redis.call('GET', KEYS[1]) or '', '^(%d+)|(%w+)$')

if number and number_run == run and ARGV[2] ~= 'renew' then
  return number
end
redis.call('SET', KEYS[1], ARGV[1] .. '|' .. run)
return ARGV[1]
