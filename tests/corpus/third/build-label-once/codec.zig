pub const Version = extern struct {
    major: u16,
    minor: u16,
    patch: u16,

    pub extern fn codec_version() Version;

    pub fn atLeast(self: Version, major: u16, minor: u16) bool {
        if (self.major != major) return self.major > major;
        return self.minor >= minor;
    }
};

pub extern fn codec_label() [*:0]const u8;
