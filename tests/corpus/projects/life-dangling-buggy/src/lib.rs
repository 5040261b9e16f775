#[repr(C)]
pub struct View { pub ptr: *const u8, pub len: usize }
fn view(bytes: &[u8]) -> View { View { ptr: bytes.as_ptr(), len: bytes.len() } }
#[no_mangle]
pub extern "C" fn version_text(major: u32) -> View {
    let text = format!("v{major}");
    view(text.as_bytes())
}
