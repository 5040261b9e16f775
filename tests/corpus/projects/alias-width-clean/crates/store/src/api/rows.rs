use crate::types::{Count, RowId};
#[unsafe(no_mangle)]
pub extern "C" fn store_row_touch(id: RowId, times: Count) -> Count {
    if id == 0 { 0 } else { times.wrapping_add(1) }
}
