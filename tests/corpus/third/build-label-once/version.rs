pub const NUMBERS: (u16, u16, u16) = (2, 11, 4);

#[cfg(target_feature = "sse2")]
const FLAVOUR: &str = "simd";
#[cfg(not(target_feature = "sse2"))]
const FLAVOUR: &str = "scalar";

pub fn text() -> String {
    let (major, minor, patch) = NUMBERS;
    format!("codec {major}.{minor}.{patch} ({FLAVOUR})")
}
