pub const Session = opaque {
    extern fn session_open(user: u32) ?*const Session;
    extern fn session_retain(session: ?*const Session) ?*const Session;
    extern fn session_release(session: ?*const Session) void;
    extern fn session_note(session: ?*const Session, value: u64) u64;
    extern fn session_sum(session: ?*const Session) u64;

    pub fn open(user: u32) *const Session {
        return session_open(user).?;
    }

    pub fn retain(self: *const Session) *const Session {
        return session_retain(self).?;
    }

    pub const release = session_release;
    pub const note = session_note;
    pub const sum = session_sum;
};
