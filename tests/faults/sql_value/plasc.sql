CREATE TABLE school (number INTEGER, name TEXT, la TEXT, roll REAL, fsm NUMERIC, opened DATE);
INSERT INTO school VALUES (9990001, 'Ysgol Tŷ''r Bont', '672', 210.0, 18.5, '1974-09-01');
INSERT INTO school VALUES (9990002, 'Gull Lane', '681', 904.5, NULL, '2001-09-03');
