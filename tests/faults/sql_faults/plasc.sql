CREATE TABLE school (number INTEGER);
