mod sys;

use std::os::raw::c_void;
use std::ptr::NonNull;

struct Spool(NonNull<sys::Spool>);

impl Spool {
    fn open(limit: u32) -> Option<Spool> {
        NonNull::new(unsafe { sys::spool_open(limit) }).map(Spool)
    }

    fn push(&mut self, name: &str, pages: u32) -> bool {
        unsafe { sys::spool_push(self.0.as_ptr(), name.as_ptr(), name.len(), pages) }
    }

    fn names(&self) -> Vec<String> {
        let mut out: Vec<String> = Vec::new();
        unsafe {
            sys::spool_visit(self.0.as_ptr(), collect, (&mut out as *mut Vec<String>).cast());
        }
        out
    }
}

impl Drop for Spool {
    fn drop(&mut self) {
        unsafe { sys::spool_close(self.0.as_ptr()) }
    }
}

unsafe extern "C" fn collect(name: *const u8, len: usize, ctx: *mut c_void) -> bool {
    let out = &mut *ctx.cast::<Vec<String>>();
    let bytes = std::slice::from_raw_parts(name, len);
    out.push(String::from_utf8_lossy(bytes).into_owned());
    out.len() < 100
}

fn main() {
    let Some(mut spool) = Spool::open(16) else {
        eprintln!("no spool");
        return;
    };
    for (name, pages) in [("invoice-11", 2), ("poster", 1)] {
        if !spool.push(name, pages) {
            eprintln!("spool is full, {name} refused");
        }
    }
    println!("{}", spool.names().join(", "));
}
