-- For wrk: posts the body of the environment over and over, and counts the answers that are a success and say so.
wrk.method = "POST"
wrk.body = os.getenv("BODY")
wrk.headers["content-type"] = "application/json"

local threads = {}

function setup(thread) table.insert(threads, thread) end
function init() good = 0; bad = 0 end
function response(status, headers, body)
  if status == 200 and body:find('"ok":true', 1, true) then good = good + 1 else bad = bad + 1 end
end
function done(summary, latency)
  local good, bad = 0, 0
  for _, thread in ipairs(threads) do
    good = good + thread:get("good")
    bad = bad + thread:get("bad")
  end
  io.write(string.format('RESULT {"good":%d,"bad":%d,"seconds":%.3f,"p50":%.3f,"p99":%.3f}\n',
    good, bad + summary.errors.timeout, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end
