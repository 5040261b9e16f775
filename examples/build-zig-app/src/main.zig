//! Greets by way of a Rust crate, whose wrappers `addRustCrate` gives.

const greeter = @import("greeter");

extern fn puts(text: [*:0]const u8) c_int;

pub fn main() !void {
    const greetings = try greeter.Greeter.init("Hello");
    defer greetings.deinit();
    const text = try greetings.greet("Zig");
    defer text.deinit();
    _ = puts(text.slice.ptr);
}
