const std = @import("std");
const Chain = @import("chain.zig").Chain;

pub fn main() void {
    const chain = Chain.chain_new();
    defer Chain.chain_free(chain);
    if (!Chain.chain_push(chain, 0, 0.5) or !Chain.chain_push(chain, 1, 0.2)) return;
    var audio: [512]f32 = @splat(1);
    chain.process(&audio, 128);
    std.debug.print("{d}\n", .{audio[511]});
}
