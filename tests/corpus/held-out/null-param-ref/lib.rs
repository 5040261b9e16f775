#[repr(C)]
pub struct Options {
    pub depth: u32,
    pub strict: bool,
}

#[no_mangle]
pub extern "C" fn check_with(opts: &Options) -> u32 {
    if opts.strict { opts.depth } else { 0 }
}
