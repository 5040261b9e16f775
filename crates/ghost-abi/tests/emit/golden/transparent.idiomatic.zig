//! Wrappers for `transparent`, written by Ghost. Edits are lost.

pub const raw = @import("transparent.zig");

pub const Meters = raw.Meters;

pub const Handle = raw.Handle;

pub const Body = raw.Body;

pub const Marker = raw.Marker;

pub const Raised = raw.Raised;

pub fn metersAdd(a: raw.Meters, b: raw.Meters) raw.Meters {
    return raw.meters_add(a, b);
}

pub fn bodyMake(height: raw.Meters) raw.Body {
    return raw.body_make(height);
}

pub fn marker(marker_: ?*const raw.Marker) void {
    return raw.marker(marker_);
}

pub const raised = raw.raised;
