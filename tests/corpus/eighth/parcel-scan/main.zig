const std = @import("std");

const ParcelState = enum(c_int) {
    announced,
    in_depot,
    delivered,
    returned,

    fn text(state: ParcelState) []const u8 {
        return switch (state) {
            .announced => "announced",
            .in_depot => "in the depot",
            .delivered => "delivered",
            .returned => "on its way back",
        };
    }
};

extern fn parcel_state(scans: [*]const u8, len: usize) ParcelState;

pub fn main() void {
    for ([_][]const u8{ "", "DD", "DVDX", "DVR" }) |scans| {
        const state = parcel_state(scans.ptr, scans.len);
        std.debug.print("{s}: {s}\n", .{ scans, state.text() });
    }
}
