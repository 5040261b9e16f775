mod rows;
pub use rows::store_row_touch;
