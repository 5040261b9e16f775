const types = @import("types.zig");
const Face = types.Face;

pub extern fn face_load(index: u32) ?*Face;
pub extern fn face_metrics(f: ?*const Face, out: *types.Metrics) bool;
pub extern fn face_unload(f: ?*Face) void;
