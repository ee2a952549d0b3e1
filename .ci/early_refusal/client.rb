# Large requests that are refused, with Ruby's own client. Takes the CA's file and the requests.
require "net/http"
require "openssl"

BODY = " " * 20_000_000

def status_of(url, headers)
  uri = URI(url)
  http = Net::HTTP.new(uri.host, uri.port)
  http.use_ssl = true
  http.ca_file = ARGV[0]
  http.read_timeout = 60
  http.max_retries = 0
  request = Net::HTTP::Post.new(uri.path, headers)
  request["Content-Type"] = "application/json"
  request.body = BODY
  http.start { http.request(request).code }
rescue StandardError => e
  e.inspect
end

passed = failed = 0
File.foreach(ARGV[1], chomp: true) do |line|
  expected, url, *headers = line.split("\t")
  got = status_of(url, Hash[*headers])
  if got == expected
    passed += 1
  else
    failed += 1
    puts "#{url}: #{got} instead of #{expected}"
  end
end
puts "#{passed} passed, #{failed} failed"
exit(failed.zero?)
