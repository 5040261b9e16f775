use std::str::FromStr;

struct Version(u16, u16);

impl FromStr for Version {
    type Err = String;
    fn from_str(s: &str) -> Result<Self, String> {
        let (a, b) = s.split_once('.').ok_or("no dot")?;
        Ok(Version(a.parse().map_err(|_| "major")?, b.parse().map_err(|_| "minor")?))
    }
}

#[no_mangle]
pub unsafe extern "C" fn version_major(text: *const std::ffi::c_char) -> u16 {
    if text.is_null() {
        return 0;
    }
    let text = std::ffi::CStr::from_ptr(text).to_string_lossy();
    let version: Version = text.parse().unwrap();
    version.0 + version.1 % 1
}
