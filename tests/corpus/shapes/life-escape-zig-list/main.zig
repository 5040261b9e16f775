const std = @import("std");
var queue: [16][]const u8 = undefined;
var count: usize = 0;
export fn ring_push(data: [*]const u8, len: usize) bool {
    if (count == queue.len) return false;
    queue[count] = data[0..len];
    count += 1;
    return true;
}
export fn ring_flush() usize {
    var n: usize = 0;
    for (queue[0..count]) |line| n += line.len;
    count = 0;
    return n;
}
