use std::ffi::c_void;
use std::fmt::Write;
use std::slice;

#[repr(C)]
struct SinkTable {
    context: *mut c_void,
    begin: Option<unsafe extern "C" fn(context: *mut c_void, total: usize)>,
    chunk: unsafe extern "C" fn(context: *mut c_void, data: *const u8, len: usize) -> bool,
    end: Option<unsafe extern "C" fn(context: *mut c_void)>,
}

unsafe extern "C" {
    fn codec_run(table: *const SinkTable, data: *const u8, len: usize) -> usize;
}

#[derive(Default)]
pub struct Hex {
    pub text: String,
}

unsafe extern "C" fn begin(context: *mut c_void, total: usize) {
    if let Some(hex) = unsafe { context.cast::<Hex>().as_mut() } {
        hex.text.reserve(total.min(4096) * 2);
    }
}

unsafe extern "C" fn chunk(context: *mut c_void, data: *const u8, len: usize) -> bool {
    let Some(hex) = (unsafe { context.cast::<Hex>().as_mut() }) else { return false };
    if data.is_null() {
        return false;
    }
    let bytes = unsafe { slice::from_raw_parts(data, len) };
    bytes.iter().all(|b| write!(hex.text, "{b:02x}").is_ok())
}

/// Returns how many bytes the sink has taken.
pub fn run(hex: &mut Hex, data: &[u8]) -> usize {
    let table = SinkTable {
        context: (hex as *mut Hex).cast(),
        begin: Some(begin),
        chunk,
        end: None,
    };
    unsafe { codec_run(&table, data.as_ptr(), data.len()) }
}
