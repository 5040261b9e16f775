const types = @import("types.zig");
pub extern "store" fn store_row_touch(id: types.RowId, times: types.Count) types.Count;
