-- For wrk: completes assignments, each request another one. Its argument is a file with their ids, one a line.
local ids, next = {}, 0

function init(args)
    for id in io.lines(args[1]) do ids[#ids + 1] = id end
end

function request()
    next = next + 1
    return wrk.format("POST", "/api/v1/assignments/" .. (ids[next] or "none-left") .. "/complete")
end
