//! Root of the library: makes sure that everything is exported.

comptime {
    _ = @import("enc.zig");
    _ = @import("dec.zig");
}
