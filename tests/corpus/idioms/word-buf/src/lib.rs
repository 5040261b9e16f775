mod buf;
use buf::Words;
#[unsafe(no_mangle)]
pub extern "C" fn words_make(n: u32) -> Words {
    let mut all = Vec::new();
    for i in 0..n { if i % 3 != 0 { all.push(i) } }
    Words::from(all)
}
/// # Safety
/// From `words_make`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn words_free(w: Words) { drop(unsafe { w.into_vec() }) }
