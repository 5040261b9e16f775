#[repr(transparent)]
#[derive(Clone, Copy)]
pub struct Flags(u32);

impl Flags {
    const WRITE: Flags = Flags(2);
    fn has(self, other: Flags) -> bool {
        self.0 & other.0 == other.0
    }
}

#[repr(C)]
#[derive(Clone, Copy, Default)]
pub struct Rect {
    pub pos: [f32; 2],
    pub size: [f32; 2],
}

#[no_mangle]
pub extern "C" fn can_write(flags: Flags) -> bool {
    flags.has(Flags::WRITE)
}

#[no_mangle]
pub unsafe extern "C" fn rect_union(a: *const Rect, b: *const Rect, out: *mut Rect) -> bool {
    let (Some(a), Some(b), Some(out)) = (a.as_ref(), b.as_ref(), out.as_mut()) else { return false };
    for i in 0..2 {
        out.pos[i] = a.pos[i].min(b.pos[i]);
        out.size[i] = (a.pos[i] + a.size[i]).max(b.pos[i] + b.size[i]) - out.pos[i];
    }
    true
}
