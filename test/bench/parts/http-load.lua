-- What wrk sends, and one line of name=value for run.sh at the end. DEPTH: requests that each packet carries.

local depth = tonumber(os.getenv("DEPTH") or "1")

if depth > 1 then
   local packet

   function init()
      packet = string.rep(wrk.format(), depth)
   end

   function request()
      return packet
   end
end

-- wrk corrects its latencies for requests that it could not send in time, and takes each of a packet for a packet of its own: of
-- no use then.
local function percentile(latency, percent)
   return depth > 1 and "-" or string.format("%.0f", latency:percentile(percent))
end

function done(summary, latency)
   local seconds = summary.duration / 1e6
   local e = summary.errors
   io.write(string.format(
      "requests=%d seconds=%.3f per_second=%.0f p50_us=%s p99_us=%s bytes=%.0f errors=%d\n",
      summary.requests, seconds, summary.requests / seconds, percentile(latency, 50), percentile(latency, 99),
      summary.bytes, e.connect + e.read + e.write + e.timeout + e.status))
end
