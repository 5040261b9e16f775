use std::panic;
#[no_mangle]
pub extern "C-unwind" fn model_score(weight: u32, total: u32) -> u32 {
    let result = panic::catch_unwind(|| score(weight, total));
    match result {
        Ok(score) => score,
        Err(cause) => panic::resume_unwind(cause),
    }
}
fn score(weight: u32, total: u32) -> u32 {
    assert!(total > 0, "no total");
    weight * 100 / total
}
